CREATE TABLE "matrix_accounts" (
	"user_id" text PRIMARY KEY NOT NULL,
	"epoch" integer NOT NULL,
	"held_by" text,
	"held_until" timestamp (3) with time zone,
	"device" text,
	"since" text,
	"structure" jsonb,
	"unread" text
);
--> statement-breakpoint
CREATE TABLE "matrix_choices" (
	"event_id" text PRIMARY KEY NOT NULL,
	"room" text NOT NULL,
	"choices" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "matrix_directs" (
	"person" text PRIMARY KEY NOT NULL,
	"room" text,
	"talk" text
);
--> statement-breakpoint
CREATE TABLE "matrix_identities" (
	"person" text PRIMARY KEY NOT NULL,
	"master_key" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "matrix_records" (
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"store" text NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	"touched_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "matrix_records_user_id_device_id_store_key_pk" PRIMARY KEY("user_id","device_id","store","key")
);
--> statement-breakpoint
CREATE TABLE "pending_orders" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"embargo_id" text,
	"by" text NOT NULL,
	"from" text NOT NULL,
	"command" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "keys" text;--> statement-breakpoint
CREATE INDEX "matrix_choices_of_room" ON "matrix_choices" USING btree ("room","at");--> statement-breakpoint
CREATE INDEX "matrix_choices_until" ON "matrix_choices" USING btree ("until");--> statement-breakpoint
CREATE INDEX "pending_orders_by" ON "pending_orders" USING btree ("by");