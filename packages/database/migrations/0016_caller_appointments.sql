ALTER TABLE "appointment" ADD COLUMN "by_name" text;
