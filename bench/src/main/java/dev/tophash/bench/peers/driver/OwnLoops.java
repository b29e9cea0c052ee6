// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import dev.tophash.bench.against.driver.OwnClasses;

/**
 * Loads the loops of this package anew, and all that they call from where it is. A program that uses maps of two kinds
 * calls them in two places. In one loop for both the JIT would take the map of the other kind into account, and the
 * loop would measure itself.
 */
final class OwnLoops extends OwnClasses
{
    private static final String PACKAGE = OwnLoops.class.getPackageName() + ".";

    OwnLoops()
    {
        super(name -> name.startsWith(PACKAGE));
    }
}
