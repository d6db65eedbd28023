CREATE TABLE "notice" (
	"account" uuid NOT NULL,
	"clinic" text NOT NULL,
	"channel" text NOT NULL,
	"told_at" timestamp (3) with time zone NOT NULL,
	"waiting" jsonb NOT NULL,
	CONSTRAINT "notice_account_clinic_channel_pk" PRIMARY KEY("account","clinic","channel")
);
--> statement-breakpoint
CREATE INDEX "notice_told" ON "notice" USING btree ("told_at");
