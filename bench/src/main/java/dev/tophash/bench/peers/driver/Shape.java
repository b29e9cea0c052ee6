// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import dev.tophash.bench.against.driver.RandomKeys;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Keys and values of a map. */
public enum Shape
{
    /** From long to long. */
    LONG_LONG("long to long", LongSubjects::maker),
    /** From int to int. */
    INT_INT("int to int", IntSubjects::maker),
    /** From long to a struct of 32 bytes. */
    LONG_STRUCT("long to a struct of 32 bytes", OrderSubjects::maker),
    /** From 16 bytes to long. */
    KEY16_LONG("16 bytes to long", ObjectSubjects::ofKey16),
    /** From a string of 8 to 40 bytes to long. */
    STRING_LONG("string of 8 to 40 bytes to long", ObjectSubjects::ofStrings);

    private static final String HEAVY = "dev.tophash.bench.peers.heavy.HeavySubjects";

    private final String title;
    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final BiFunction<Peer, Keys, Maker> maker;

    Shape(final String title, final BiFunction<Peer, Keys, Maker> maker)
    {
        this.title = title;
        this.maker = maker;
    }

    /**
     * For people.
     *
     * @return the name.
     */
    public String title()
    {
        return title;
    }

    /**
     * For commands.
     *
     * @return the word, such as {@code long-long}.
     */
    public String word()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether keys are objects in Java.
     *
     * @return false for numbers.
     */
    public boolean hasObjects()
    {
        return this == KEY16_LONG || this == STRING_LONG;
    }

    Maker maker(final Peer peer, final Keys keys)
    {
        return peer.isHeavy() ? heavy(peer).apply(keys) : maker.apply(peer, keys);
    }

    /** The class is there only where Maven's profile for such peers has built it. */
    @SuppressWarnings("unchecked")
    private Function<Keys, Maker> heavy(final Peer peer)
    {
        try
        {
            return (Function<Keys, Maker>)Class.forName(HEAVY).getMethod("of", Shape.class, Peer.class)
                .invoke(null, this, peer);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new IllegalStateException("not on the class path: peer=" + peer, e);
        }
    }

    /** What an iteration adds up of a key: itself, or nothing where keys are objects. */
    long sumOfKey(final int number)
    {
        return hasObjects() ? 0 : this == INT_INT ? Keys.intKey(number) : RandomKeys.key(number);
    }
}
