ALTER TABLE "embargoes" RENAME COLUMN "world" TO "public_state";
