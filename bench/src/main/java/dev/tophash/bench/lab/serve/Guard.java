// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Lets in the page that was opened with the printed link, and nobody else. A page of another site can make a browser
 * send requests to this machine; it can neither read the token, nor choose another Host, nor leave out its Origin.
 */
final class Guard
{
    private static final int TOKEN_BYTES = 16;

    /** What is asked at the door. */
    enum Rule
    {
        /** The request names this machine as its host. */
        HOST,
        /** It comes from a page of this server, or from no page. */
        ORIGIN,
        /** It has the token of the link. */
        TOKEN
    }

    private final Set<Rule> rules;

    private final String token;
    private final Set<String> hosts;
    private final Set<String> origins;

    private Guard(final String token, final int port, final Set<Rule> rules)
    {
        this.rules = Set.copyOf(rules);
        this.token = token;
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        this.origins = Set.of("http://127.0.0.1:" + port, "http://localhost:" + port);
    }

    /** A guard with a new token; without some rules only where a test shows what these are good for. */
    static Guard of(final int port, final Set<Rule> rules)
    {
        final byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return new Guard(HexFormat.of().formatHex(random), port, rules);
    }

    String token()
    {
        return token;
    }

    /** Why a request is refused; null if it is not. */
    Reply refusal(final HttpExchange exchange)
    {
        final Headers headers = exchange.getRequestHeaders();
        final List<String> host = headers.getOrDefault("Host", List.of());
        if (rules.contains(Rule.HOST) && (host.size() != 1 || !hosts.contains(host.getFirst())))
        {
            return Reply.error(403, "another host: Host=" + host);
        }
        final List<String> origin = headers.getOrDefault("Origin", List.of());
        if (rules.contains(Rule.ORIGIN) && !origins.containsAll(origin))
        {
            return Reply.error(403, "another origin: Origin=" + origin);
        }
        final String[] path = exchange.getRequestURI().getPath().split("/", -1);
        final byte[] given = (path.length > 1 ? path[1] : "").getBytes(StandardCharsets.UTF_8);
        if (rules.contains(Rule.TOKEN) && !MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8)))
        {
            return Reply.error(403, "wrong token: use the link that ./tophash lab serve has printed");
        }
        return null;
    }
}
