// SPDX-License-Identifier: Apache-2.0
/**
 * The arithmetic, the names and the contracts of Tophash: what the bytes of Go's classic map mean.
 *
 * <p>This module reads and writes no memory of its own, does no input or output and depends on nothing but
 * {@code java.base} at run time.  "Layout section N" in javadoc means section N of
 * {@code docs/layout.md}, which the jar holds as {@code META-INF/tophash/layout.md}.
 */
module dev.tophash.core
{
    // What may be null and what must be closed, for tools and other languages; nobody needs them at run time.
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.tophash;
    exports dev.tophash.check;
    exports dev.tophash.hash;
    exports dev.tophash.layout;
    exports dev.tophash.layout.classic;
    exports dev.tophash.view;
}
