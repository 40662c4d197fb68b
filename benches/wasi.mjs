// The host of src/wasi.rs, in JavaScript: the least of WASI preview 1 that the guests start with.

const SUCCESS = 0;
const BADF = 8;
const NOENT = 44;
const SPIPE = 70;
const CHARACTER_DEVICE = 2;
const CLOCK_STEP = 1_000_000n;

/** A host for one instance. Set `memory` once the instance exists; no guest calls it before. */
export class Host {
  memory;
  #now = 0n;

  /** A host that has all of a module's imports; those that are not here trap. */
  static for(imports) {
    const host = new Host();
    for (const { module, name } of imports) {
      host.imports[module] ??= {};
      host.imports[module][name] ??= () => {
        throw new Error(`\`${module}.${name}\` is not known here`);
      };
    }
    return host;
  }

  imports = {
    wasi_snapshot_preview1: {
      args_sizes_get: (count, size) => this.#noList(count, size),
      environ_sizes_get: (count, size) => this.#noList(count, size),
      args_get: () => SUCCESS,
      environ_get: () => SUCCESS,
      clock_time_get: (_id, _precision, time) => {
        this.#view().setBigUint64(time, this.#tick(), true);
        return SUCCESS;
      },
      random_get: (at, len) => {
        new Uint8Array(this.memory.buffer, at, len).fill(0x5a);
        return SUCCESS;
      },
      sched_yield: () => SUCCESS,
      proc_exit: (code) => {
        throw new Error(`the guest exited with ${code}`);
      },
      poll_oneoff: (subscriptions, events, _count, ready) => this.#poll(subscriptions, events, ready),
      fd_close: () => SUCCESS,
      fd_fdstat_get: (fd, stat) => this.#fdstat(fd, stat),
      fd_fdstat_set_flags: () => SUCCESS,
      fd_prestat_get: () => BADF,
      fd_prestat_dir_name: () => BADF,
      fd_renumber: () => BADF,
      fd_seek: () => SPIPE,
      fd_read: (_fd, _vectors, _count, read) => this.#set(read, 0),
      fd_write: (_fd, vectors, count, written) => this.#discard(vectors, count, written),
      path_open: () => NOENT,
    },
  };

  #view() {
    return new DataView(this.memory.buffer);
  }

  #set(at, value) {
    this.#view().setUint32(at, value, true);
    return SUCCESS;
  }

  #tick() {
    this.#now += CLOCK_STEP;
    return this.#now;
  }

  #noList(count, size) {
    this.#set(count, 0);
    return this.#set(size, 0);
  }

  #fdstat(fd, stat) {
    if (fd < 0 || fd > 2) return BADF;
    const bytes = new Uint8Array(this.memory.buffer, stat, 24);
    bytes.fill(0, 0, 8);
    bytes.fill(0xff, 8);
    bytes[0] = CHARACTER_DEVICE;
    return SUCCESS;
  }

  #discard(vectors, count, written) {
    const view = this.#view();
    let total = 0;
    for (let i = 0; i < count; i++) total += view.getUint32(vectors + 8 * i + 4, true);
    return this.#set(written, total);
  }

  #poll(subscriptions, events, ready) {
    this.#tick();
    const view = this.#view();
    const event = new Uint8Array(this.memory.buffer, events, 32);
    const userdata = view.getBigUint64(subscriptions, true);
    const tag = view.getUint8(subscriptions + 8);
    event.fill(0);
    view.setBigUint64(events, userdata, true);
    event[10] = tag;
    return this.#set(ready, 1);
  }
}
