CREATE TABLE "homes" (
	"person" text PRIMARY KEY NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"alias" text PRIMARY KEY NOT NULL,
	"person" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"owner" text PRIMARY KEY NOT NULL,
	"enterprise" text,
	"installation" text NOT NULL,
	"installed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "link_codes" (
	"hash" text PRIMARY KEY NOT NULL,
	"person" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "preferences" (
	"person" text PRIMARY KEY NOT NULL,
	"quiet" jsonb,
	"reach" text
);
--> statement-breakpoint
CREATE TABLE "profiles" (
	"person" text PRIMARY KEY NOT NULL,
	"name" text,
	"zone" text,
	"gone" boolean NOT NULL,
	"app" boolean NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "teams" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "check_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "audited_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "identities_of_person" ON "identities" USING btree ("person");--> statement-breakpoint
CREATE INDEX "installations_of_enterprise" ON "installations" USING btree ("enterprise");--> statement-breakpoint
CREATE INDEX "rooms_to_check" ON "rooms" USING btree ("check_at");