ALTER TABLE "prescription_request" ALTER COLUMN "account" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "prescription_request" ADD COLUMN "by_staff" uuid;
--> statement-breakpoint
ALTER TABLE "econsult" ALTER COLUMN "account" DROP NOT NULL;
