// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import java.util.ArrayList;
import java.util.List;

/**
 * The differences of two images, a bounded number of them, and how two Go values are compared. It knows no layout.
 */
final class Differences
{
    private final ImageView a;
    private final ImageView b;
    private final long maxCount;
    private final List<MapDiff.Difference> differences = new ArrayList<>();

    Differences(final ImageView a, final ImageView b, final long maxCount)
    {
        this.a = a;
        this.b = b;
        this.maxCount = maxCount;
    }

    List<MapDiff.Difference> list()
    {
        return List.copyOf(differences);
    }

    /** Whether there is room for another difference. */
    boolean wantsMore()
    {
        return differences.size() < maxCount;
    }

    /** Notes a difference if there is one. */
    void differ(final String place, final Object left, final Object right)
    {
        if (!left.equals(right) && differences.size() < maxCount)
        {
            differences.add(new MapDiff.Difference(place, left.toString(), right.toString()));
        }
    }

    /** The values of two slots: their bytes, or what they lead to. */
    void compareValues(
        final String name, final GoType type, final boolean live, final long slotA, final long slotB)
    {
        final boolean indirect = type.size() > MapType.MAX_SLOT_SIZE;
        if (!indirect && !type.hasPointers())
        {
            if (!equalBytes(slotA, slotB, type.size()))
            {
                different(name, type, slotA, slotB);
            }
            return;
        }
        if (!live)
        {
            return;
        }
        final long valueA = indirect ? a.offsetOf(a.longAt(slotA), type.size()) : slotA;
        final long valueB = indirect ? b.offsetOf(b.longAt(slotB), type.size()) : slotB;
        if (valueA == ImageView.NOWHERE || valueB == ImageView.NOWHERE)
        {
            differ(name, valueA == ImageView.NOWHERE ? "?" : "a box", valueB == ImageView.NOWHERE ? "?" : "a box");
        }
        else if (type.hasPointers() ? !text(a, type, valueA).equals(text(b, type, valueB)) :
            !equalBytes(valueA, valueB, type.size()))
        {
            different(name, type, valueA, valueB);
        }
    }

    private static String text(final ImageView image, final GoType type, final long offset)
    {
        return ValueText.whole(image, type, offset);
    }

    private void different(final String name, final GoType type, final long offsetA, final long offsetB)
    {
        final String textA = ValueText.of(a, type, offsetA);
        final String textB = ValueText.of(b, type, offsetB);
        differ(name, textA, textA.equals(textB) ? textB + " in other bytes" : textB);
    }

    private boolean equalBytes(final long offsetA, final long offsetB, final int size)
    {
        for (int i = 0; i < size; i++)
        {
            if (a.byteAt(offsetA + i) != b.byteAt(offsetB + i))
            {
                return false;
            }
        }
        return true;
    }
}
