ALTER TABLE "reviews" ADD COLUMN "copied" integer;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "earlier" text;