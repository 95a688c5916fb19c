// The server as its operator sees it, in memory: one workspace that is well, one of somebody else's
// with a trouble of every kind, and one that does not open.
const before = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

const workspace = (id, slug, more = {}) => ({
  id,
  slug,
  readable: true,
  file_bytes: 48_300_000,
  listeners: 3,
  deliveries: {
    waiting: 0,
    oldest_waiting_at: null,
    dead: 0,
    oldest_dead_at: null,
    dead_channel_id: null,
  },
  sends: {
    queued: 0,
    retry_wait: 0,
    in_flight: 1,
    unknown: 0,
    needs_attention: 0,
    oldest_due_at: null,
    oldest_attention_at: null,
  },
  jobs: { waiting: 9, due: 0, oldest_due_at: null, dead: 0 },
  channels: { active: 2, attention: 0, paused: 1, disconnected: 0 },
  commits: {
    batches: 18_200,
    works: 40_113,
    refused: 4,
    lost: 0,
    waiting: 0,
    log_pages: 120,
    times: [0, 0, 4, 90, 12_000, 6_000, 100, 5, 1, 0, 0, 0, 0, 0, 0, 0],
    took_s: 96.4,
    failing: '',
  },
  ...more,
});

const troubled = () => {
  const usual = workspace('9', 'kundendienstleitungsabteilung-nordwest');
  return {
    ...usual,
    file_bytes: 12_600_000_000,
    deliveries: {
      waiting: 10_001,
      oldest_waiting_at: before(14),
      dead: 3,
      oldest_dead_at: before(3000),
      dead_channel_id: '2',
    },
    sends: {
      ...usual.sends,
      queued: 820,
      needs_attention: 2,
      oldest_due_at: before(31),
      oldest_attention_at: before(200),
    },
    channels: { active: 0, attention: 1, paused: 0, disconnected: 3 },
    commits: { ...usual.commits, failing: 'disk_full', lost: 12 },
  };
};

export function makeServer({ refuse }) {
  let trouble = true;
  let empty = false;
  let gone = false;
  const seen = () => ({
    version: '0.4.0',
    taken_at: before(0),
    started_at: before(60 * 75),
    unready: trouble ? 'disk_full' : '',
    last_backup_at: trouble ? null : before(60 * 9),
    machine: {
      memory_bytes: 61_200_000,
      swap_bytes: 0,
      open_files: 412,
      open_files_limit: 65_536,
      threads: 31,
      cpu_s: 812.4,
      disk_free_bytes: trouble ? 0 : 31_800_000_000,
      disk_reserve_bytes: trouble ? 0 : 67_108_864,
      disk_total_bytes: 80_000_000_000,
      machine_memory_bytes: 2_060_000_000,
      machine_memory_free_bytes: 1_200_000_000,
    },
    edge: {
      connections: 140,
      streams: 122,
      accepted: 90_112,
      shed: 0,
      requests: 1_204_551,
      answers_2xx: 1_190_004,
      answers_3xx: 9_000,
      answers_4xx: 5_535,
      answers_5xx: trouble ? 12 : 0,
    },
    intake: { kept: 70_233, repeated: 41, bad_signature: 2, foreign: 0, failed: trouble ? 12 : 0 },
    workspaces: empty
      ? []
      : [
          workspace('1', 'toko', {
            deliveries: {
              waiting: 2,
              oldest_waiting_at: before(0),
              dead: trouble ? 1 : 0,
              oldest_dead_at: trouble ? before(90) : null,
              dead_channel_id: trouble ? '1' : null,
            },
          }),
          ...(trouble ? [troubled()] : []),
        ],
    unopened:
      trouble && !empty ? [{ id: '12', slug: 'warung-sore', code: 'workspace_unusable' }] : [],
  });
  return {
    routes: { 'GET /server': () => (gone ? refuse(503, 'unavailable') : seen()) },
    heal: () => (trouble = false),
    clear: () => ((trouble = false), (empty = true)),
    fail: (now = true) => (gone = now),
  };
}
