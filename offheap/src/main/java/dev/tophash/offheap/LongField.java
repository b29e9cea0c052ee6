// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/** A field of Go's types {@code int64}, {@code uint64} and {@code uintptr}; see {@link StructField}. */
public final class LongField extends StructField
{
    LongField(final GoType struct, final String name, final int offset)
    {
        super(struct, name, offset);
    }

    /**
     * Loads the field.
     *
     * @param flyweight stands on a value.
     * @return its 64 bits.
     */
    public long get(final StructFlyweight flyweight)
    {
        return Required.argument(flyweight, "flyweight").getLong(this);
    }

    /**
     * Stores the field.
     *
     * @param flyweight stands on a value.
     * @param value     the new long.
     */
    public void set(final StructFlyweight flyweight, final long value)
    {
        Required.argument(flyweight, "flyweight").putLong(this, value);
    }
}
