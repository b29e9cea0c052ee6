// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.events;

/** An event that takes time, from the moment in which it was asked for until {@link #done}. */
public interface Span
{
    /** What nobody listens to. */
    Span NONE = () ->
    {
    };

    /** The event has ended well; one that is never ended is not told. */
    void done();
}
