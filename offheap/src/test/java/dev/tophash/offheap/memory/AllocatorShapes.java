// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.offheap.memory.AllocatorModel.Sizes;
import java.util.Random;

/** Sizes that are hard on an allocator, each for another reason. */
@SuppressWarnings("ImmutableEnumChecker")
enum AllocatorShapes
{
    /** The mean doubles every while, and begins anew: what was left over is never of the right size. */
    DRIFTING((random, i) -> (48L << i / 20_000 % 12) + random.nextInt(32 << (int)(i / 20_000 % 12))),

    /** Each size is a little larger than the one before. */
    SAWTOOTH((random, i) -> 48 + i % 5_000 * 16),

    /** Many small ones, few large ones, of every magnitude. */
    POWER_LAW((random, i) -> (long)(24 / Math.pow(1 - random.nextDouble() * 0.99999, 0.8))),

    /** A quarter of the heap in one piece, now and then. */
    HUGE_AMONG_SMALL((random, i) -> random.nextInt(4_000) == 0 ? 1 << 20 : 100 + random.nextInt(400)),

    /** Arrays that double, and boxes and lists between them. */
    ALTERNATING((random, i) -> (i & 1) == 0 ? 144L * 17 << random.nextInt(7) : 9 + random.nextInt(300)),

    /** Whole pages only, of every count. */
    PAGES((random, i) -> PageTable.offsetOf(1 + random.nextInt(40)));

    private final Sizes sizes;

    AllocatorShapes(final Sizes sizes)
    {
        this.sizes = sizes;
    }

    Sizes sizes()
    {
        return sizes;
    }

    /** Runs this shape; the addresses are those that the region would have for the bytes. */
    double run(final long seed, final long operations, final long limitBytes)
    {
        final int pages = PageTable.pageOf(Reservation.defaultSize(limitBytes));
        try (AllocatorModel model = new AllocatorModel(pages, limitBytes))
        {
            model.run(seed, operations, sizes);
            if (model.refusals() != 0)
            {
                throw new AssertionError(this + ": refused " + model.refusals() + " times");
            }
            return model.ratio();
        }
    }

    /** A shape chosen anew every while. */
    static Sizes mixed()
    {
        final Random choice = new Random(7);
        final AllocatorShapes[] now = {DRIFTING};
        return (random, i) ->
        {
            if (i % 50_000 == 0)
            {
                now[0] = values()[choice.nextInt(values().length)];
            }
            return now[0].sizes().next(random, i);
        };
    }
}
