// What conversations refer to: who works here, labels, channels, and what this member may do.
import { api } from '$lib/api/client.ts';
import type { Channel, Label, Member, Permission, Workspace } from '$lib/api/types.ts';
import { can } from '$lib/permissions.ts';
import { live } from '$lib/live/live.svelte.ts';

export class Team {
  members = $state.raw<readonly Member[]>([]);
  labels = $state.raw<readonly Label[]>([]);
  channels = $state.raw<readonly Channel[] | undefined>();
  workspace = $state.raw<Workspace | undefined>();

  get active(): readonly Member[] {
    return this.members.filter((each) => each.state === 'active' && each.role !== 'analyst');
  }

  /** Nothing may be done until the server has said so; it has the last word anyway. */
  may(permission: Permission): boolean {
    return can(this.workspace, permission);
  }

  follow(): () => void {
    const all = (): void => {
      void this.#members();
      void this.#labels();
      void this.#channels();
      void this.#workspace();
    };
    all();
    const offs = [
      live.on('members.updated', () => void this.#members()),
      live.on('labels.updated', () => void this.#labels()),
      live.on('channel.updated', () => void this.#channels()),
      live.on('workspace.updated', () => void this.#workspace()),
      live.on('reset', all),
    ];
    return () => {
      for (const off of offs) off();
    };
  }

  async #members(): Promise<void> {
    const { data } = await api.GET('/members');
    if (data) this.members = data.data;
  }

  async #labels(): Promise<void> {
    const { data } = await api.GET('/labels');
    if (data) this.labels = data.data;
  }

  async #channels(): Promise<void> {
    const { data } = await api.GET('/channels');
    if (data) this.channels = data.data;
  }

  async #workspace(): Promise<void> {
    const { data } = await api.GET('/workspace');
    if (data) this.workspace = data;
  }
}
