//! `.debug_addr`: entries that something uses as an address of code.

use super::section::{self, Result, Site, Sites, Unknown, Watched};
use super::units::Unit;

/// The table, and what is known of its entries.
pub(super) struct Addresses<'s> {
    data: &'s [u8],
    sites: Result<Sites>,
}

impl<'s> Addresses<'s> {
    pub(super) fn new(section: &'s Watched<'_>) -> Self {
        Addresses {
            data: section.data,
            sites: Ok(Sites::new()),
        }
    }

    /// The entry with this index in the unit's part is an address of code. Returns its value.
    pub(super) fn mark(&mut self, unit: &Unit, index: u64) -> Option<u64> {
        let entry =
            site(unit, index).and_then(|site| Some((site, section::read(self.data, site)?)));
        let Some((site, value)) = entry else {
            self.give_up();
            return None;
        };
        if let Ok(sites) = &mut self.sites {
            sites.push(site);
        }
        Some(value)
    }

    /// Not all entries of code can be told.
    pub(super) fn give_up(&mut self) {
        self.sites = Err(Unknown);
    }

    pub(super) fn into_sites(self) -> Result<Sites> {
        self.sites
    }
}

fn site(unit: &Unit, index: u64) -> Option<Site> {
    let size = unit.encoding.address_size;
    let offset = usize::try_from(index)
        .ok()?
        .checked_mul(usize::from(size))?
        .checked_add(unit.addr_base)?;
    Some(Site::code(offset, size))
}
