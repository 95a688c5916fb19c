import { api } from '$lib/api/client.ts';
import { codeOf, explain, fieldProblems } from '$lib/api/problem.ts';
import type { Contact, EditContact } from '$lib/api/types.ts';

export type Saved = { contact: Contact } | { problem: string };

/** Changes what is known of somebody; what is wrong comes back in words. */
export async function saveContact(id: string, edit: EditContact): Promise<Saved> {
  const { data, error } = await api.PATCH('/contacts/{contact_id}', {
    params: { path: { contact_id: id } },
    body: edit,
  });
  if (data) return { contact: data };
  const wrong = codeOf(error) === 'invalid_input' ? Object.values(fieldProblems(error))[0] : '';
  return { problem: wrong || explain(error) };
}
