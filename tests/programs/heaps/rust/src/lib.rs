//! The program of `heap.c` once more, with Rust's own translation of dlmalloc: maps, strings and
//! vectors that come and go. `run` returns a hash of what they hold and of where they lie.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash as _, Hasher as _};

#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[derive(Default)]
struct World {
    state: u32,
    lists: HashMap<u32, Vec<u32>, BuildHasherDefault<DefaultHasher>>,
    texts: BTreeMap<u32, String>,
    hash: DefaultHasher,
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::new(World { state: 2463534242, ..World::default() });
}

impl World {
    fn draw(&mut self) -> u32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 17;
        self.state ^= self.state << 5;
        self.state
    }

    fn step(&mut self) {
        let key = self.draw() % 400;
        match self.draw() % 6 {
            0 => {
                let len = self.draw() % 900;
                let list = Vec::from_iter((0..len).map(|at| at ^ key));
                (list.as_ptr() as usize).hash(&mut self.hash);
                self.lists.insert(key, list);
            }
            1 => {
                let more = self.draw() % 300;
                self.lists.entry(key).or_default().extend(0..more);
            }
            2 => {
                let list = self.lists.remove(&key);
                list.hash(&mut self.hash);
            }
            3 => {
                let text = "text ".repeat((self.draw() % 40) as usize);
                (text.as_ptr() as usize).hash(&mut self.hash);
                self.texts.insert(key, text);
            }
            4 => {
                if let Some(text) = self.texts.get_mut(&key) {
                    text.truncate(text.len() / 2);
                    text.shrink_to_fit();
                }
            }
            _ => {
                let text = self.texts.remove(&key);
                text.hash(&mut self.hash);
            }
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn init() {
    run(6000);
    WORLD.with_borrow_mut(|world| {
        world.lists.retain(|key, _| key % 2 == 0);
        world.texts.retain(|key, _| key % 2 == 1);
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn run(count: u32) -> u32 {
    WORLD.with_borrow_mut(|world| {
        for number in 0..count {
            if cfg!(feature = "pieces") && number % 1000 == 0 {
                core::arch::wasm32::memory_grow::<0>(1);
            }
            world.step();
        }
        world.hash.finish() as u32
    })
}
