// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.lab.claims.Claims;
import dev.tophash.bench.lab.claims.GoClaims;
import dev.tophash.bench.lab.page.LessonTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An installed Go answers the claims as the verdicts say. */
class ClaimsIT
{
    /** Go's compiler, its linker, a race, and what is no map: nothing that a process could say about itself. */
    private static final Set<String> RECORDED = Set.of("1.3", "2.7", "2.10", "2.12", "3.6");

    @Test
    void shouldBeAnsweredByALiveGo() throws IOException
    {
        final List<String> progress = new ArrayList<>();
        final GoClaims live = GoClaims.ask(Go.programs().stream().map(GoPrograms::toolchain).toList(), progress::add);

        final Map<String, Claims.Claim> claims = Claims.measure(new LessonTexts(LessonTexts.Language.EN), live).stream()
            .collect(Collectors.toMap(Claims.Claim::number, (claim) -> claim));

        assertEquals(RECORDED, claims.values().stream().filter((claim) -> !claim.live()).map(Claims.Claim::number)
            .collect(Collectors.toSet()), progress.toString());
        assertTrue(claims.get("1.1").go().startsWith("another holder still sees 2 entries"));
        assertTrue(claims.get("1.4").go().startsWith("2 of 3 survive the loop, 0 survive clear"));
        assertTrue(claims.get("1.7").go().contains("assignment to entry in nil map"));
        assertTrue(claims.get("2.6").go().contains("make(m, 8): count 0, B 0, buckets nil; make(m, 9): count 0, B 1"));
        assertTrue(claims.get("2.8").go().startsWith("3 mallocs, 304 bytes, 3 objects freed"));
        assertTrue(claims.get("2.9").go().startsWith("fatal error: runtime.SetFinalizer"));
        assertTrue(claims.get("3.1").go().startsWith("all 60 keys deleted: the same 8 buckets in the same order: t"));
        assertTrue(claims.get("4.6").go().startsWith("len 330, lookup finds 29, range yields 29"));
    }
}
