ALTER TABLE "cards" ALTER COLUMN "refs" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "refs" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "proof" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "result" text;--> statement-breakpoint
ALTER TABLE "link_codes" ADD COLUMN "proof" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "matrix_directs" ADD COLUMN "proof" text DEFAULT '' NOT NULL;