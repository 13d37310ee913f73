import type { Logger } from "@wegraph/kit/log";
import type { Quotas } from "@wegraph/kit/quota";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { CoreDatabase } from "../database.ts";
import type { PasswordHasher } from "../sign-in/passwordHasher.ts";
import { FileDoor } from "./door/file.door.ts";
import { FileLinks } from "./door/links.ts";
import { fileJobs } from "./file.jobs.ts";
import { FileReader } from "./file.reader.ts";
import { FileService } from "./file.service.ts";
import { FileKeeper } from "./keeper.ts";
import { ShareService } from "./share/share.service.ts";
import { VisitService } from "./share/visit.service.ts";
import { Stores } from "./store/stores.ts";
import type { StoreSettings } from "./store/stores.ts";
import { FileIntake } from "./upload/intake.ts";
import { UploadService } from "./upload/upload.service.ts";

export interface FilesOptions {
  db: CoreDatabase;
  quotas: Quotas;
  hasher: PasswordHasher;
  secrets: SecretBox;
  rootSecret: string;
  clock: () => Date;
  log: Logger;
  settings: StoreSettings;
}

export type Files = ReturnType<typeof assembleFiles>;

/** Files: how they come in, lie, are shared, and go. */
export function assembleFiles(options: FilesOptions) {
  const { db, quotas, hasher, secrets, rootSecret, clock, log, settings } = options;
  const stores = new Stores(settings);
  const links = new FileLinks(rootSecret, clock);
  const intake = new FileIntake({ db, stores, quotas, clock, log });
  const discard = (tenantId: string, objectKey: string) => intake.discard(tenantId, objectKey);
  const uploads = new UploadService(db, intake, clock);
  const keeper = new FileKeeper({ db, stores, discard, clock, log });

  return {
    stores,
    uploads,
    keeper,
    reader: new FileReader(db),
    service: new FileService({ db, links, discard, clock }),
    shares: new ShareService({ db, secrets, hasher, clock }),
    visits: new VisitService({ db, hasher, links, clock }),
    door: new FileDoor({ db, stores, uploads, links, log }),
    jobs: fileJobs(keeper),
    clock,
    close: () => stores.close(),
  };
}
