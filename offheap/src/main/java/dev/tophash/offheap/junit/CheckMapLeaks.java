// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test that leaves a map open, and names each such map with the stack trace of its building.
 *
 * <p>Those maps count that the test's thread builds, or a thread that it starts: in the constructor of a test class,
 * unless one instance serves all its tests, in {@code @BeforeEach} methods, in the test and in {@code @AfterEach}
 * methods. So tests may run in parallel. Maps of {@code @BeforeAll} methods and of static fields do not count, nor do
 * maps that the thread of a pool builds which was started before. A test that has failed already fails as it did.
 *
 * <pre>{@code
 * @CheckMapLeaks
 * class OrderBookTest
 * }</pre>
 *
 * @see dev.tophash.offheap.MapScope
 */
@SuppressWarnings("exports")
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MapLeakCheck.class)
public @interface CheckMapLeaks
{
}
