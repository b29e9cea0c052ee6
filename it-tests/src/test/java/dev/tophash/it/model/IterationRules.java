// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.it.subject.Subject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One open cursor and what Go promises of it (layout section 11): an entry that stays all the time is delivered exactly
 * once, one deleted before it is reached never, one added meanwhile at most once, always with its present elem. A key
 * that was deleted and added again counts as a new entry.
 *
 * @param <K> key.
 */
final class IterationRules<K> implements AutoCloseable
{
    private final Subject.SubjectCursor<K> cursor;
    private final Set<K> mustCome;
    private final Set<K> delivered = new HashSet<>();
    private boolean ended;

    IterationRules(final Subject<K> map, final Map<K, Long> model)
    {
        cursor = map.cursor();
        mustCome = new HashSet<>(model.keySet());
    }

    /** Told of every key that leaves the map, by whatever way. */
    void removed(final K key)
    {
        mustCome.remove(key);
        delivered.remove(key);
    }

    void cleared()
    {
        mustCome.clear();
        delivered.clear();
    }

    boolean ended()
    {
        return ended;
    }

    /** Advances and checks; returns false at the end. */
    boolean step(final Map<K, Long> model)
    {
        if (!cursor.next())
        {
            ended = true;
            if (!mustCome.isEmpty())
            {
                throw new AssertionError("iteration ended without " + mustCome.size() +
                    " entries that were there all the time, one of them: key=" + mustCome.iterator().next());
            }
            return false;
        }
        final K key = cursor.key();
        final Long elem = model.get(key);
        if (elem == null || elem != cursor.elem())
        {
            throw new AssertionError(
                "iteration delivered: key=" + key + ", elem=" + cursor.elem() + ", expected elem=" + elem);
        }
        if (!delivered.add(key))
        {
            throw new AssertionError("iteration delivered an entry twice: key=" + key);
        }
        mustCome.remove(key);
        return true;
    }

    K key()
    {
        return cursor.key();
    }

    Subject.SubjectCursor<K> cursor()
    {
        return cursor;
    }

    @Override
    public void close()
    {
        cursor.close();
    }
}
