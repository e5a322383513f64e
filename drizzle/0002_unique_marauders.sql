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
CREATE INDEX "pending_orders_by" ON "pending_orders" USING btree ("by");