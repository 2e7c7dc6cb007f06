import Engine
import Testing

@Suite("Control groups")
struct ControlGroupTests {
  @Test("limits are the tightest on the way up")
  func nested() {
    let files = [
      "/proc/self/cgroup": "0::/batch/job\n", "/sys/fs/cgroup/batch/job/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/batch/cpu.max": "250000 100000\n",
      "/sys/fs/cgroup/batch/job/memory.max": "3000\n",
      "/sys/fs/cgroup/batch/job/memory.current": "1000\n",
      "/sys/fs/cgroup/batch/memory.max": "2500\n",
      "/sys/fs/cgroup/batch/memory.current": "2200\n", "/sys/fs/cgroup/memory.max": "max\n",
    ]
    let group = ControlGroup { files[$0] }
    #expect(group.cores == 2.5 && group.memory == 2500 && group.freeMemory == 300)
  }

  @Test("the first version has a tree for each controller, and -1 and huge numbers for no limit")
  func firstVersion() {
    let files = [
      "/proc/self/cgroup": "5:cpu,cpuacct:/job\n4:memory:/job\n3:pids:/other\n",
      "/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "150000\n",
      "/sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/memory/job/memory.limit_in_bytes": "4000\n",
      "/sys/fs/cgroup/memory/job/memory.usage_in_bytes": "4500\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    ]
    let group = ControlGroup { files[$0] }
    #expect(group.cores == 1.5 && group.memory == 4000 && group.freeMemory == 0)
  }

  @Test("without files, or with limits of nothing, there is none")
  func none() {
    let none = ControlGroup { _ in nil }
    #expect(none.cores == nil && none.memory == nil && none.freeMemory == nil)
    #expect(ControlGroup { ["/sys/fs/cgroup/cpu.max": "50000 100000"][$0] }.cores == 0.5)
    #expect(ControlGroup { ["/sys/fs/cgroup/cpu.max": "max 100000"][$0] }.cores == nil)
    #expect(ControlGroup { ["/sys/fs/cgroup/memory.max": "700"][$0] }.memory == 700)
  }
}
