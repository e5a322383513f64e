CREATE TABLE "applicants" (
	"person" text NOT NULL,
	"list_id" text NOT NULL,
	CONSTRAINT "applicants_person_list_id_pk" PRIMARY KEY("person","list_id")
);
--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "terms" integer;--> statement-breakpoint
ALTER TABLE "distributors" ADD COLUMN "profile" text;--> statement-breakpoint
ALTER TABLE "embargoes" ADD COLUMN "bound" jsonb;--> statement-breakpoint
ALTER TABLE "embargoes" ADD COLUMN "terms_changed" integer;--> statement-breakpoint
ALTER TABLE "embargoes" ADD COLUMN "purged_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "lists" ADD COLUMN "policy_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "lists" ADD COLUMN "rules" jsonb;--> statement-breakpoint
ALTER TABLE "lists" ADD COLUMN "draft" text;--> statement-breakpoint
ALTER TABLE "lists" ADD COLUMN "membership" text;--> statement-breakpoint
ALTER TABLE "lists" ADD COLUMN "next_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "handover" text;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "away" jsonb;--> statement-breakpoint
CREATE INDEX "lists_due" ON "lists" USING btree ("next_due_at") WHERE next_due_at is not null;--> statement-breakpoint
-- Each list is looked at once: what it has been due since before there was a clock for it.
UPDATE "lists" SET "next_due_at" = now();
