// Projects that distributions package under other names: the well-known equivalents of one upstream. Reviewed by hand, and small on purpose: what is not in
// it, and not in the policy of a list, is compared by its package URL alone.

import type { Upstream } from '../policy/policy.ts';

export const upstreams: readonly Upstream[] = [
  { repository: 'github.com/opencontainers/runc', packages: ['runc', 'runc-app'] },
  { repository: 'github.com/opencontainers/umoci', modules: ['github.com/openSUSE/umoci'], packages: ['umoci'] },
  { repository: 'github.com/containers/crun', packages: ['crun'] },
  { repository: 'github.com/containers/youki', modules: ['github.com/youki-dev/youki'], packages: ['youki'] },
  { repository: 'github.com/containers/podman', packages: ['podman', 'libpod'] },
  { repository: 'github.com/containers/buildah', packages: ['buildah'] },
  { repository: 'github.com/containers/skopeo', packages: ['skopeo'] },
  { repository: 'github.com/containerd/containerd', packages: ['containerd', 'containerd-app', 'containerd.io'] },
  { repository: 'github.com/containerd/nerdctl', packages: ['nerdctl'] },
  {
    repository: 'github.com/moby/moby',
    modules: ['github.com/docker/docker'],
    packages: ['moby', 'moby-engine', 'docker', 'docker.io', 'docker.io-app', 'docker-ce', 'dockerd'],
  },
  { repository: 'github.com/moby/buildkit', packages: ['buildkit', 'buildkitd'] },
  { repository: 'github.com/cri-o/cri-o', packages: ['cri-o', 'crio'] },
  {
    repository: 'github.com/kubernetes/kubernetes',
    modules: ['k8s.io/kubernetes'],
    packages: ['kubernetes', 'kubelet', 'kubeadm', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'],
  },
];
