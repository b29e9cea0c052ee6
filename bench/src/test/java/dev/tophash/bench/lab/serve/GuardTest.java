// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.page.LessonTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule at the door refuses what no other rule refuses: a server without it answers. */
class GuardTest
{
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** The first line of the answer to a request that breaks one rule and keeps the others. */
    private static String answer(final Guard.Rule broken, final Set<Guard.Rule> rules) throws IOException
    {
        try (LabServer server = new LabServer(0, LessonTexts.Language.EN, Limits.DEFAULT, rules))
        {
            final URI link = URI.create(server.link());
            final String host = broken == Guard.Rule.HOST ? "evil.example" : link.getAuthority();
            final String origin = broken == Guard.Rule.ORIGIN ? "http://evil.example" : "http://" + link.getAuthority();
            // A path of the same length: a server that looks at no token takes it.
            final String path =
                broken == Guard.Rule.TOKEN ? link.getPath().replaceAll("[0-9a-f]", "0") : link.getPath();
            return first(link.getPort(), "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin +
                "\r\nConnection: close\r\n\r\n");
        }
    }

    private static String first(final int port, final String request) throws IOException
    {
        try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK), port);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream())
        {
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            final String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    @ParameterizedTest
    @EnumSource(Guard.Rule.class)
    void shouldRefuseByThisRuleAlone(final Guard.Rule rule) throws IOException
    {
        final Set<Guard.Rule> others = EnumSet.complementOf(EnumSet.of(rule));

        assertTrue(answer(rule, EnumSet.allOf(Guard.Rule.class)).startsWith("HTTP/1.1 403"), rule::toString);
        assertTrue(answer(rule, others).startsWith("HTTP/1.1 200"), "the planted hole lets it in: " + rule);
        assertTrue(answer(rule, EnumSet.of(rule)).startsWith("HTTP/1.1 403"), rule::toString);
    }

    @Test
    void shouldLetInWhoeverBreaksNone() throws IOException
    {
        assertTrue(answer(null, EnumSet.allOf(Guard.Rule.class)).startsWith("HTTP/1.1 200"));
        assertEquals(3, Guard.Rule.values().length, "each is tried above");
    }
}
