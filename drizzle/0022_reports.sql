CREATE TABLE "reporters" (
	"person" text NOT NULL,
	"list_id" text NOT NULL,
	CONSTRAINT "reporters_person_list_id_pk" PRIMARY KEY("person","list_id")
);
--> statement-breakpoint
ALTER TABLE "lists" ADD COLUMN "reports" text;