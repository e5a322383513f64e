import { expect, test } from 'vitest';
import { whoShips } from '../../../src/domain/list/distributor.ts';
import type { List } from '../../../src/domain/list/list.ts';
import { isShipped } from '../../../src/domain/list/shipping.ts';
import { upstreams } from '../../../src/domain/list/upstreams.ts';
import { list, nova } from '../../setup/embargo.ts';
import { withProfile } from '../../setup/membership.ts';

const runc = 'pkg:rpm/fedora/runc';
const module = 'pkg:golang/github.com/opencontainers/runc';

test.each<[boolean, string, string]>([
  // As the specification compares.
  [true, 'pkg:rpm/nova/quuxd@4.5?arch=x86_64', 'pkg:rpm/nova/quuxd'],
  [false, 'pkg:deb/nova/quuxd', 'pkg:rpm/nova/quuxd'],
  [false, 'pkg:rpm/other/quuxd', 'pkg:rpm/nova/quuxd'],
  // One upstream under several names.
  [true, module, runc],
  [true, 'pkg:golang/github.com/opencontainers/runc/libcontainer', runc],
  [true, 'pkg:github/opencontainers/runc', 'pkg:apk/alpine/runc'],
  [true, runc, 'pkg:deb/ubuntu/runc-app'],
  [true, 'pkg:golang/github.com/seven/tool/v2', 'pkg:github/seven/tool'],
  [true, 'pkg:golang/github.com/docker/docker', 'pkg:deb/debian/docker.io'],
  [true, 'kubelet', 'pkg:deb/debian/kubernetes'],
  [true, 'kubelet', 'pkg:golang/k8s.io/kubernetes'],
  [false, 'kubelet', 'pkg:deb/debian/kubernetes-client'],
  // As people name it.
  [true, 'opencontainers/runc', runc],
  [true, 'opencontainers/runc', module],
  [true, 'https://github.com/opencontainers/runc', runc],
  [true, 'https://github.com/opencontainers/runc.git', runc],
  [true, 'https://github.com/opencontainers/runc/security/advisories', runc],
  [true, 'git@github.com:opencontainers/runc.git', runc],
  [true, 'github.com/opencontainers/runc', runc],
  [true, 'runc-1.1.11', runc],
  [true, 'runc v1.1', runc],
  [true, 'runc@1.1.11', runc],
  [true, 'runc/crun', runc],
  [true, 'runc/crun', 'pkg:deb/debian/crun'],
  [true, 'RunC and youki', runc],
  [true, 'containerd v2', 'pkg:golang/github.com/containerd/containerd/v2'],
  [true, 'nerdctl', 'pkg:golang/github.com/containerd/nerdctl/v2'],
  [true, '@seven/core', 'pkg:npm/%40seven/core'],
  [true, '@seven/core@1.2', 'pkg:npm/%40seven/core'],
  [true, 'seven/tool', 'pkg:github/seven/tool'],
  // Never by a part of a name.
  [false, 'containerd v2', 'pkg:golang/github.com/containerd/nerdctl/v2'],
  [false, 'core', 'pkg:npm/%40seven/core'],
  [false, '@other/core', 'pkg:npm/%40seven/core'],
  [false, 'run', runc],
  [false, 'runc-extras', runc],
  [false, 'fedora', runc],
  [false, 'acme/runc', runc],
  [false, 'https://github.com/acme/runc', runc],
  [false, '1.1.11', 'pkg:golang/example.org/tool/v1'],
  [false, '', runc],
])('%s: a component called %j is shipped by who ships %s', (is, component, url) => {
  expect(isShipped(component, [url])).toBe(is);
});

test('a name in the table of upstreams is of one upstream only', () => {
  const names = upstreams.flatMap(({ repository, modules = [], packages }) =>
    [repository, ...modules, ...packages].map((each) => each.toLowerCase()),
  );
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('a list extends the table by its policy, and nobody else’s by it', () => {
  const more = [{ repository: 'github.com/Seven/Tool', packages: ['tool-ng'] }];
  const cases: readonly (readonly [string, string])[] = [
    ['https://github.com/seven/tool', 'pkg:deb/debian/tool-ng'],
    ['tool-ng', 'pkg:golang/github.com/seven/tool/v2'],
    ['pkg:github/seven/tool', 'pkg:rpm/nova/tool-ng'],
  ];
  for (const [component, url] of cases) expect([isShipped(component, [url], more), isShipped(component, [url])]).toEqual([true, false]);
  expect(isShipped('tool', ['pkg:rpm/nova/tool-ng'], more)).toBe(false);
  expect(isShipped('runc', [runc], more)).toBe(true);
  const wanted = { ...list, policy: { ...list.policy, rules: { ...list.policy.rules, upstreams: more } } };
  const shipping = (on: List) => whoShips(on, 'github.com/seven/tool').map(({ name }) => name);
  const packaged = (on: List) => withProfile(on, nova, { ships: ['pkg:deb/nova/tool-ng'] });
  expect([shipping(packaged(wanted)), shipping(packaged(list))]).toEqual([['Nova'], []]);
});
