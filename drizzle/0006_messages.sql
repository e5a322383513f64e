CREATE TABLE "matrix_messages" (
	"session" text NOT NULL,
	"message_index" bigint NOT NULL,
	"place" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "matrix_messages_session_message_index_pk" PRIMARY KEY("session","message_index")
);
