// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.GoFailure;
import dev.tophash.bench.lab.go.KeyWay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the keys whose way a picture can show: the one that is asked for, and others whose way ends otherwise.
 */
final class KeyWays
{
    private static final int MAX_WAYS = 4;

    private KeyWays()
    {
    }

    /** Ways of some of these keys; the last key is always among them, and comes first. */
    static List<KeyWay> of(final LabMap map, final long[] keys)
    {
        final List<KeyWay> ways = new ArrayList<>();
        final Set<String> kinds = new HashSet<>();
        if (map.image().view().bucketsAddress() != 0)
        {
            for (int i = keys.length - 1; i >= 0 && ways.size() < MAX_WAYS; i--)
            {
                final KeyWay way = of(map, keys[i]);
                if (kinds.add(way.end() + " " + way.visits().size() + ' ' + way.old()))
                {
                    ways.add(way);
                }
            }
        }
        return ways;
    }

    /** The way of one key. */
    static KeyWay of(final LabMap map, final long key)
    {
        final String text = map.form().text(key);
        return KeyWay.of(map.image().view(), text,
            map.form().hash(key, map.image().view().hash0(), map.image().view().keys()),
            (offset) -> text.equals(read(map, map.image().view().addressOf(offset))));
    }

    private static String read(final LabMap map, final long address)
    {
        try
        {
            return map.form().read(map.image(), address);
        }
        catch (final GoFailure e)
        {
            return ""; // a string whose bytes are not there
        }
    }
}
