// Roles of the workspace's own: one that somebody has, one with a long name that nobody has.
export function makeRoles({ page, refuse, people }) {
  let nextId = 700;
  let roles = [
    {
      id: '61',
      name: 'Gudang',
      permissions: ['read', 'reply', 'manage_labels'],
      sight: 'team',
      phones: false,
    },
    {
      id: '62',
      name: 'Aushilfe Kundendienstleitungsabteilung',
      permissions: ['read'],
      sight: 'own',
      phones: false,
    },
  ];
  const shown = (role) => ({
    ...role,
    members: people()
      .filter((each) => each.custom_role?.id === role.id)
      .map(({ id, name }) => ({ id, name })),
    invitations: 0,
  });
  const find = (id) => roles.find((each) => each.id === id) ?? refuse(404, 'not_found');
  const taken = (name, id) =>
    roles.some((each) => each.id !== id && each.name.toLowerCase() === name.toLowerCase());
  const exists = () => refuse(409, 'role_exists', [{ field: 'name', code: 'taken' }]);

  return {
    /** The fields of a member or invitation that a request's role gives. */
    given: ({ role, role_id: own, ...rest }) => ({
      ...rest,
      ...(role && { role, custom_role: own ? { id: own, name: find(own).name } : null }),
    }),
    routes: (guarded) => ({
      'GET /roles': () => page(roles.map(shown)),
      'POST /roles': guarded((_, body) => {
        if (taken(body.name)) return exists();
        const made = { id: String(nextId++), ...body };
        roles = [...roles, made];
        return shown(made);
      }),
      'PATCH /roles/:id': guarded(([id], body) => {
        if (body.name && taken(body.name, id)) return exists();
        roles = roles.map((each) => (each.id === id ? { ...each, ...body } : each));
        return shown(find(id));
      }),
      'DELETE /roles/:id': guarded(([id]) => {
        if (shown(find(id)).members.length > 0) return refuse(409, 'role_used');
        roles = roles.filter((each) => each.id !== id);
        return null;
      }),
    }),
  };
}
