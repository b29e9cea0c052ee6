// SPDX-License-Identifier: Apache-2.0
/**
 * The arithmetic, the names and the contracts of Tophash: what the bytes of Go's classic map mean.
 *
 * <p>This module reads and writes no memory of its own, does no input or output and depends on nothing but
 * {@code java.base}.  Its layout document is {@code core/README.md}; wherever javadoc says "layout section N",
 * that document's section N is meant.
 */
module dev.tophash.core
{
    exports dev.tophash;
    exports dev.tophash.check;
    exports dev.tophash.hash;
    exports dev.tophash.layout;
}
