// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

import dev.tophash.check.Required;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A set of this library as a {@link java.util.Set}: it shows what the set holds at any time, and writes through.
 *
 * <p>Each call makes objects on the Java heap.  A null is a {@link NullPointerException}, in a question too.  An object
 * of another class is a {@link ClassCastException}.
 *
 * <p><b>Iteration</b> follows the rules of the set's cursors: its order differs from one iteration to the next, unless
 * the set was built deterministic.  It never fails because the set changes.  An iterator that is not run to its end
 * keeps memory, as an open cursor does, until the collector has found it; where 1,024 of them are open the next one
 * waits for the collector.
 *
 * <p><b>Threads</b> and errors are those of the set: once it is closed, {@link dev.tophash.MapClosedException}.
 *
 * @param <T> type of the objects.
 */
public abstract class SetView<T> extends AbstractSet<T>
{
    SetView()
    {
    }

    abstract boolean holds(T object);

    abstract boolean put(T object);

    abstract boolean delete(T object);

    abstract ObjectCursor<T> open();

    @SuppressWarnings("unchecked")
    private T object(final Object object)
    {
        return (T)Required.argument(object, "object");
    }

    @Override
    public final boolean contains(final Object object)
    {
        return holds(object(object));
    }

    @Override
    public final boolean add(final T object)
    {
        return put(object(object));
    }

    @Override
    public final boolean remove(final Object object)
    {
        return delete(object(object));
    }

    @Override
    public final Iterator<T> iterator()
    {
        return new Walk();
    }

    /** Looks one object ahead as soon as it is asked whether there is one; after the last it closes its cursor. */
    private final class Walk implements Iterator<T>
    {
        private final ObjectCursor<T> cursor = open();
        private T ahead;
        private T last;
        private boolean ended;

        @Override
        public boolean hasNext()
        {
            if (ahead == null && !ended)
            {
                if (cursor.next())
                {
                    ahead = cursor.object();
                }
                else
                {
                    ended = true;
                    cursor.close();
                }
            }
            return ahead != null;
        }

        @Override
        public T next()
        {
            if (!hasNext())
            {
                throw new NoSuchElementException();
            }
            last = ahead;
            ahead = null;
            return last;
        }

        @Override
        public void remove()
        {
            if (last == null)
            {
                throw new IllegalStateException("no object to remove, next() comes first: object=null");
            }
            delete(last);
            last = null;
        }
    }
}
