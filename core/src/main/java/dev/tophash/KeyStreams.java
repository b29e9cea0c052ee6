// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Streams of keys. A stream opens its cursor with the first key that is asked for, so that one which is dropped before
 * holds nothing, and closes it behind the last key or when it is closed itself. It does not split: a cursor belongs to
 * one thread.
 */
final class KeyStreams
{
    private KeyStreams()
    {
    }

    static LongStream longs(final long count, final Supplier<? extends LongKeyCursor> cursor)
    {
        final LongKeys keys = new LongKeys(count, cursor);
        return StreamSupport.longStream(keys, false).onClose(keys::close);
    }

    static IntStream ints(final long count, final Supplier<? extends IntKeyCursor> cursor)
    {
        final IntKeys keys = new IntKeys(count, cursor);
        return StreamSupport.intStream(keys, false).onClose(keys::close);
    }

    static Stream<String> strings(final long count, final Supplier<? extends StringKeyCursor> cursor)
    {
        final StringKeys keys = new StringKeys(count, cursor);
        return StreamSupport.stream(keys, false).onClose(keys::close);
    }

    static Stream<byte[]> arrays(final long count, final Supplier<? extends BytesKeyCursor> cursor)
    {
        final ArrayKeys keys = new ArrayKeys(count, cursor);
        return StreamSupport.stream(keys, false).onClose(keys::close);
    }

    /** What the four have in common; the number of keys is that of the time when the stream was made. */
    private abstract static class Keys<T, C extends AutoCloseable> implements Spliterator<T>
    {
        private final long count;
        private Supplier<? extends C> opener;
        private C cursor;

        Keys(final long count, final Supplier<? extends C> opener)
        {
            this.count = count;
            this.opener = opener;
        }

        /** The cursor; null at the end. */
        final C cursor()
        {
            if (opener != null)
            {
                cursor = opener.get();
                opener = null;
            }
            return cursor;
        }

        /** Closes the cursor; the stream is at its end. */
        final boolean end()
        {
            close();
            return false;
        }

        abstract void close(C opened);

        final void close()
        {
            opener = null;
            if (cursor != null)
            {
                final C opened = cursor;
                cursor = null;
                close(opened);
            }
        }

        @Override
        public final long estimateSize()
        {
            return count;
        }

        @Override
        public final int characteristics()
        {
            return Spliterator.NONNULL;
        }
    }

    private static final class LongKeys extends Keys<Long, LongKeyCursor> implements Spliterator.OfLong
    {
        LongKeys(final long count, final Supplier<? extends LongKeyCursor> opener)
        {
            super(count, opener);
        }

        @Override
        void close(final LongKeyCursor opened)
        {
            opened.close();
        }

        @Override
        public Spliterator.OfLong trySplit()
        {
            return null;
        }

        @Override
        public boolean tryAdvance(final LongConsumer action)
        {
            final LongKeyCursor cursor = cursor();
            if (cursor == null || !cursor.next())
            {
                return end();
            }
            action.accept(cursor.key());
            return true;
        }
    }

    private static final class IntKeys extends Keys<Integer, IntKeyCursor> implements Spliterator.OfInt
    {
        IntKeys(final long count, final Supplier<? extends IntKeyCursor> opener)
        {
            super(count, opener);
        }

        @Override
        void close(final IntKeyCursor opened)
        {
            opened.close();
        }

        @Override
        public Spliterator.OfInt trySplit()
        {
            return null;
        }

        @Override
        public boolean tryAdvance(final IntConsumer action)
        {
            final IntKeyCursor cursor = cursor();
            if (cursor == null || !cursor.next())
            {
                return end();
            }
            action.accept(cursor.key());
            return true;
        }
    }

    private static final class StringKeys extends Keys<String, StringKeyCursor>
    {
        StringKeys(final long count, final Supplier<? extends StringKeyCursor> opener)
        {
            super(count, opener);
        }

        @Override
        void close(final StringKeyCursor opened)
        {
            opened.close();
        }

        @Override
        public Spliterator<String> trySplit()
        {
            return null;
        }

        @Override
        public boolean tryAdvance(final Consumer<? super String> action)
        {
            final StringKeyCursor cursor = cursor();
            if (cursor == null || !cursor.next())
            {
                return end();
            }
            action.accept(cursor.key());
            return true;
        }
    }

    private static final class ArrayKeys extends Keys<byte[], BytesKeyCursor>
    {
        ArrayKeys(final long count, final Supplier<? extends BytesKeyCursor> opener)
        {
            super(count, opener);
        }

        @Override
        void close(final BytesKeyCursor opened)
        {
            opened.close();
        }

        @Override
        public Spliterator<byte[]> trySplit()
        {
            return null;
        }

        @Override
        public boolean tryAdvance(final Consumer<? super byte[]> action)
        {
            final BytesKeyCursor cursor = cursor();
            if (cursor == null || !cursor.next())
            {
                return end();
            }
            action.accept(cursor.key());
            return true;
        }
    }
}
