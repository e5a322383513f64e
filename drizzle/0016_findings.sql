CREATE TABLE "findings" (
	"embargo_id" text NOT NULL,
	"number" integer NOT NULL,
	"content" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "findings_embargo_id_number_pk" PRIMARY KEY("embargo_id","number")
);
