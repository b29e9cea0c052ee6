// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Whose map it is. */
public enum Peer
{
    /** Ours. */
    TOPHASH("Tophash", EnumSet.allOf(Shape.class)),
    /** Go 1.23 or older: the same bytes. */
    GO_CLASSIC("Go, classic map", EnumSet.allOf(Shape.class)),
    /** Go 1.24 or newer: another map. */
    GO_SWISS("Go, Swiss map", EnumSet.allOf(Shape.class)),
    /** Load 0.65, which is its default. */
    AGRONA("Agrona", EnumSet.allOf(Shape.class)),
    /** A place in a list of the user's own. */
    AGRONA_SLAB("Agrona+slab", EnumSet.of(Shape.LONG_STRUCT)),
    /** Load 0.75, which is its default. */
    FASTUTIL("fastutil", EnumSet.allOf(Shape.class)),
    /** Load 0.75, which is its default. */
    HPPC("HPPC", EnumSet.allOf(Shape.class)),
    /** Half full at most. */
    ECLIPSE("Eclipse", EnumSet.allOf(Shape.class)),
    /** As it comes: from a third to two thirds full. */
    KOLOBOKE("Koloboke", EnumSet.allOf(Shape.class)),
    /** Java's own. */
    HASHMAP("HashMap", EnumSet.allOf(Shape.class)),
    /** {@code NonBlockingHashMapLong}, the one for speed. */
    JCTOOLS("JCTools", EnumSet.of(Shape.LONG_LONG, Shape.LONG_STRUCT)),
    /** Off the heap, on a class path of its own. */
    CHRONICLE("Chronicle Map", EnumSet.of(Shape.LONG_LONG)),
    /** Off the heap, on a class path of its own. */
    OHC("OHC", EnumSet.of(Shape.LONG_LONG));

    private final String title;
    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Set<Shape> shapes;

    Peer(final String title, final Set<Shape> shapes)
    {
        this.title = title;
        this.shapes = shapes;
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
     * @return the word, such as {@code agrona-slab}.
     */
    public String word()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether it has a map of this shape.
     *
     * @param shape keys and values.
     * @return false if there is nothing to compare.
     */
    public boolean has(final Shape shape)
    {
        return shapes.contains(shape);
    }

    /**
     * Whether the operation can be measured.
     *
     * @param row an operation.
     * @return false for two readers of a map that is used without its locks.
     */
    public boolean has(final Row row)
    {
        return !isHeavy() || row != Row.HIT_ONE && row != Row.HIT_TWO;
    }

    /**
     * Whether its libraries do not go together with ours, so that it has a class path of its own.
     *
     * @return false for what is always there.
     */
    public boolean isHeavy()
    {
        return this == CHRONICLE || this == OHC;
    }

    /**
     * Whether it is measured by a Go program.
     *
     * @return false for Java.
     */
    public boolean isGo()
    {
        return this == GO_CLASSIC || this == GO_SWISS;
    }
}
