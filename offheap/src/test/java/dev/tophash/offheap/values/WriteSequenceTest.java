// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WriteSequenceTest
{
    private final WriteSequence sequence = new WriteSequence();

    @Test
    void shouldBeOddInAWriteAndInOneWithinAnother()
    {
        final long before = sequence.now();
        assertTrue(sequence.isStill(before));
        sequence.begin();
        sequence.begin();
        assertEquals(before + 1, sequence.now());
        sequence.end();
        assertEquals(before + 1, sequence.now());
        assertFalse(sequence.isStill(before));
        assertFalse(sequence.isStill(before + 1), "odd");
        sequence.end();
        assertEquals(before + 2, sequence.now());
        assertFalse(sequence.isStill(before));
        assertTrue(sequence.isStill(before + 2));
    }

    @Test
    void shouldBeEvenWhileAFunctionRuns()
    {
        sequence.begin();
        sequence.pause();
        final long inFunction = sequence.now();
        assertTrue(sequence.isStill(inFunction));
        sequence.begin();
        sequence.end();
        assertTrue(sequence.isStill(inFunction), "a write that the function tried");
        sequence.resume();
        assertFalse(sequence.isStill(inFunction));
        sequence.end();
        assertTrue(sequence.isStill(inFunction + 2));
    }

    @Test
    void shouldLeaveAFunctionOutsideAWriteAlone()
    {
        sequence.pause();
        sequence.resume();
        assertTrue(sequence.isStill(0));
    }

    @Test
    void shouldKnowWhoEdits() throws InterruptedException
    {
        final boolean[] other = new boolean[1];
        sequence.beginEdit();
        assertTrue(sequence.isEditing());
        final Thread thread = new Thread(() -> other[0] = sequence.isEditing());
        thread.start();
        thread.join();
        assertFalse(other[0]);
        sequence.endEdit();
        assertFalse(sequence.isEditing());
    }
}
