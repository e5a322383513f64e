DROP INDEX "inbox_waiting";--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "priority" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "turn" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "begun" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "begun_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "inbox" USING btree ("priority","turn","seq") WHERE done_at is null;