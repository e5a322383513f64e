CREATE TABLE "cards" (
	"key" text PRIMARY KEY NOT NULL,
	"refs" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chains" (
	"stream" text PRIMARY KEY NOT NULL,
	"head" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"embargo_id" text NOT NULL,
	"person" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text,
	"seen" integer,
	CONSTRAINT "consents_embargo_id_person_pk" PRIMARY KEY("embargo_id","person")
);
--> statement-breakpoint
CREATE TABLE "distributors" (
	"list_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"releases" jsonb NOT NULL,
	CONSTRAINT "distributors_list_id_id_pk" PRIMARY KEY("list_id","id")
);
--> statement-breakpoint
CREATE TABLE "embargoes" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"codename" text NOT NULL,
	"about" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"agreed" jsonb,
	"world" text NOT NULL,
	"decision_due" timestamp (3) with time zone,
	"disclosing" jsonb,
	"ended" text,
	"ended_at" timestamp (3) with time zone,
	"published" text NOT NULL,
	"reminded" jsonb NOT NULL,
	"snoozes" jsonb NOT NULL,
	"next_due_at" timestamp (3) with time zone,
	CONSTRAINT "embargoes_codename_unique" UNIQUE("codename")
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"stream" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"type" text NOT NULL,
	"body" text,
	"body_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "facts_stream_seq_pk" PRIMARY KEY("stream","seq")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inbox_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"by" text NOT NULL,
	"heard" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"try_at" timestamp (3) with time zone NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"done_at" timestamp (3) with time zone,
	"outcome" text,
	CONSTRAINT "inbox_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"lane" text PRIMARY KEY NOT NULL,
	"free_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lists" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"policy" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "members" (
	"list_id" text NOT NULL,
	"person" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"distributor_id" text,
	"since" timestamp (3) with time zone NOT NULL,
	"zone" text,
	CONSTRAINT "members_list_id_person_pk" PRIMARY KEY("list_id","person")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "outbox_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"lane" text NOT NULL,
	"urgency" smallint NOT NULL,
	"kind" text NOT NULL,
	"list_id" text,
	"embargo_id" text,
	"destination" jsonb NOT NULL,
	"body" text,
	"card" text,
	"pin" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"repeated" boolean DEFAULT false NOT NULL,
	"refs" jsonb NOT NULL,
	"code" text,
	"sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "patches" (
	"embargo_id" text NOT NULL,
	"number" integer NOT NULL,
	"content" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "patches_embargo_id_number_pk" PRIMARY KEY("embargo_id","number")
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"embargo_id" text NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"zone" text NOT NULL,
	"by" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"answer_by" timestamp (3) with time zone NOT NULL,
	"reason" text,
	"state" text NOT NULL,
	"answers" text NOT NULL,
	CONSTRAINT "proposals_embargo_id_number_pk" PRIMARY KEY("embargo_id","number")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"embargo_id" text NOT NULL,
	"number" integer NOT NULL,
	"reviewer" text NOT NULL,
	"distributor_id" text NOT NULL,
	"release" text NOT NULL,
	"patch" integer NOT NULL,
	"step" integer NOT NULL,
	"answers" text NOT NULL,
	"ready_by" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone NOT NULL,
	"touched_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	"because" text,
	CONSTRAINT "reviews_embargo_id_number_pk" PRIMARY KEY("embargo_id","number")
);
--> statement-breakpoint
CREATE TABLE "rooms" (
	"room" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"audit" text NOT NULL,
	"adopted_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "embargoes_due" ON "embargoes" USING btree ("next_due_at") WHERE next_due_at is not null;--> statement-breakpoint
CREATE INDEX "embargoes_of_list" ON "embargoes" USING btree ("list_id");--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "inbox" USING btree ("seq") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "inbox_waiting_by" ON "inbox" USING btree ("by","seq") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "inbox_done" ON "inbox" USING btree ("done_at") WHERE done_at is not null;--> statement-breakpoint
CREATE INDEX "members_by_person" ON "members" USING btree ("person");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("lane","urgency","seq") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "outbox_sending" ON "outbox" USING btree ("claimed_until") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "outbox_sent" ON "outbox" USING btree ("sent_at") WHERE state not in ('queued', 'sending');--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_one_edit_waits" ON "outbox" USING btree ("card") WHERE state = 'queued' and card is not null;--> statement-breakpoint
CREATE INDEX "rooms_of_list" ON "rooms" USING btree ("list_id");