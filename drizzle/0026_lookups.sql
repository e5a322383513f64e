CREATE TABLE "guests" (
	"person" text NOT NULL,
	"list_id" text NOT NULL,
	CONSTRAINT "guests_person_list_id_pk" PRIMARY KEY("person","list_id")
);
--> statement-breakpoint
DROP INDEX "embargoes_of_list";--> statement-breakpoint
CREATE INDEX "consents_by_person" ON "consents" USING btree ("person");--> statement-breakpoint
CREATE INDEX "embargoes_live" ON "embargoes" USING btree ("list_id","created_at") WHERE ended_at is null or next_due_at is not null;--> statement-breakpoint
CREATE INDEX "embargoes_ended" ON "embargoes" USING btree ("list_id","ended_at","codename") WHERE ended_at is not null;--> statement-breakpoint
INSERT INTO "guests" SELECT DISTINCT "consents"."person", "embargoes"."list_id" FROM "consents" JOIN "embargoes" ON "embargoes"."id" = "consents"."embargo_id" WHERE "embargoes"."audience" IS NOT NULL;
