import type { ColumnType, Generated, Selectable } from 'kysely';

export type ExportTables = {
  owner_exports: {
    export_id: string;
    owner_id: string;
    status: 'RUNNING' | 'READY' | 'FAILED';
    done: Generated<number>;
    total: Generated<number>;
    gateways: Generated<number[]>;
    bytes: ColumnType<number | null, number | null, number | null>;
    created_at: Date;
    expires_at: Date;
  };
  owner_export_pieces: { export_id: string; no: number; bytes: Buffer };
  export_links: {
    link_id: string;
    export_id: string;
    owner_id: string;
    name: string;
    hash: Buffer;
    downloads: Generated<number>;
    created_at: Date;
    expires_at: Date;
  };
};

export type ExportRow = Selectable<ExportTables['owner_exports']>;
export type LinkRow = Selectable<ExportTables['export_links']>;
