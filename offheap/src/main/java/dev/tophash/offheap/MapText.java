// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.lang.reflect.Modifier;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A map as one line for people: class, name, size, some entries. Never throws: a debugger calls it at any time. */
final class MapText
{
    static final int MAX_ENTRY_COUNT = 100;

    private MapText()
    {
    }

    /**
     * The line.
     *
     * @param face   class of the map as its users know it.
     * @param map    whose line.
     * @param open   opens a cursor.
     * @param next   moves it.
     * @param append adds the entry that it stands on.
     */
    static <C extends HmapCursor> String of(
        final Class<?> face, final MapSkin map, final Supplier<C> open, final Predicate<C> next,
        final BiConsumer<StringBuilder, C> append)
    {
        final StringBuilder text = new StringBuilder(nameOf(face));
        if (!map.name().isEmpty())
        {
            Content.appendInLine(text.append(" name="), map.name(), map.name().length());
        }
        if (map.isClosed())
        {
            return text.append(" closed").toString();
        }
        try
        {
            appendEntries(text.append(" size=").append(map.sizeLong()).append(" {"), open.get(), next, append);
        }
        catch (final RuntimeException e)
        {
            text.append("... ").append(e);
        }
        return text.append('}').toString();
    }

    /** The name of the class that a user knows: one that the engine adds to it has none. */
    static String nameOf(final Class<?> type)
    {
        return (Modifier.isPublic(type.getModifiers()) ? type : type.getSuperclass()).getSimpleName();
    }

    private static <C extends HmapCursor> void appendEntries(
        final StringBuilder text, final C cursor, final Predicate<C> next, final BiConsumer<StringBuilder, C> append)
    {
        try
        {
            for (int count = 0; next.test(cursor); count++)
            {
                text.append(count == 0 ? "" : ", ");
                if (count == MAX_ENTRY_COUNT)
                {
                    text.append("...");
                    return;
                }
                append.accept(text, cursor);
            }
        }
        finally
        {
            cursor.end();
        }
    }
}
