// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against.driver;

/** What is measured. */
public enum Operation
{
    /** A get of a present key, the keys in an order unlike that of insertion. */
    HIT("get of a present key"),
    /** A get of an absent key. */
    MISS("get of an absent key"),
    /** A put of an absent key. The map has room for all of them. */
    INSERT("put of a new key into a cleared map that had room for all keys before"),
    /** A put of a present key. */
    UPDATE("put of a present key"),
    /** A remove and a put: the map has the same keys before and after. */
    REMOVE("remove of a present key, then put of the same key"),
    /** A put of an absent key. The map has given its memory back and grows from its first bucket on. */
    GROW("put of a new key into a map that grows from empty, its memory given back before"),
    /** An addTo of a present key, of 0; only where it is asked for. */
    ADD_TO("addTo of a present key"),
    /** A putIfAbsent of a present key; only where it is asked for. */
    PUT_IF_ABSENT("putIfAbsent of a present key");

    private final String meaning;

    Operation(final String meaning)
    {
        this.meaning = meaning;
    }

    /**
     * Whether it needs an empty map and fills it.
     *
     * @return true if the map must be cleared before.
     */
    public boolean fills()
    {
        return this == INSERT || this == GROW;
    }

    /**
     * What one operation does.
     *
     * @return a phrase.
     */
    public String meaning()
    {
        return meaning;
    }
}
