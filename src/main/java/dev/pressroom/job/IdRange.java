package dev.pressroom.job;

import java.util.Collection;
import java.util.UUID;

/**
 * The smallest and the greatest of some ids, in the order of Postgres. As conditions of a statement they exclude the partitions
 * that have none of these ids before the statement begins; a condition by another table is evaluated for each row.
 */
record IdRange(UUID min, UUID max) {
    private static final UUID NONE = new UUID(0, 0);

    /** The range of no ids contains none that a job can have. */
    static IdRange of(Collection<UUID> ids) {
        UUID min = ids.isEmpty() ? NONE : ids.iterator().next();
        UUID max = min;
        for (UUID id : ids) {
            min = compare(id, min) < 0 ? id : min;
            max = compare(id, max) > 0 ? id : max;
        }
        return new IdRange(min, max);
    }

    /** As Postgres, which compares the bytes; {@link UUID#compareTo} compares signed numbers. */
    private static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
