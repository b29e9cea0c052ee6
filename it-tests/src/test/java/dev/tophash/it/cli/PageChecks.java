// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What can be wrong with a page without a script. */
final class PageChecks
{
    private static final Set<String> LOADING = Set.of("img", "script", "link", "iframe", "object", "embed", "video",
        "audio", "source", "image", "use", "base", "form");
    private static final Pattern LOADING_STYLE = Pattern.compile("@import|@font-face|url\\((?!#)");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

    private PageChecks()
    {
    }

    private static Document parsed(final String page) throws SAXException
    {
        try
        {
            final var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
        }
        catch (final ParserConfigurationException | IOException e)
        {
            throw new IllegalStateException(e);
        }
    }

    /** What is wrong; nothing if it is a good page. */
    static List<String> problems(final Path file, final String page) throws IOException
    {
        final Document document;
        try
        {
            document = parsed(page);
        }
        catch (final SAXException e)
        {
            return List.of("not well-formed: " + e.getMessage());
        }
        final List<String> problems = new ArrayList<>();
        final Set<String> ids = new HashSet<>();
        final NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++)
        {
            final Element element = (Element)all.item(i);
            if (!element.getAttribute("id").isEmpty() && !ids.add(element.getAttribute("id")))
            {
                problems.add("id twice: " + element.getAttribute("id"));
            }
            if (LOADING.contains(element.getTagName()) || element.hasAttribute("src") ||
                element.hasAttribute("xlink:href"))
            {
                problems.add("from the network: " + element.getTagName());
            }
            if (LOADING_STYLE.matcher(element.getAttribute("style")).find() ||
                element.getTagName().equals("style") && LOADING_STYLE.matcher(element.getTextContent()).find())
            {
                problems.add("from the network: a style");
            }
        }
        links(file, document, ids, problems);
        return problems;
    }

    private static void links(
        final Path file, final Document document, final Set<String> ids, final List<String> problems)
        throws IOException
    {
        final NodeList links = document.getElementsByTagName("a");
        for (int i = 0; i < links.getLength(); i++)
        {
            final String href = ((Element)links.item(i)).getAttribute("href");
            final int hash = href.indexOf('#');
            final String name = hash < 0 ? href : href.substring(0, hash);
            final String anchor = hash < 0 ? "" : href.substring(hash + 1);
            if (href.contains(":") || href.startsWith("/"))
            {
                problems.add("from the network: " + href);
            }
            else if (!name.isEmpty() && !Files.exists(file.resolveSibling(name)))
            {
                problems.add("dead link: " + href);
            }
            else if (!anchor.isEmpty() && !(name.isEmpty() ? ids : ids(file.resolveSibling(name))).contains(anchor))
            {
                problems.add("dead anchor: " + href);
            }
        }
    }

    private static Set<String> ids(final Path file) throws IOException
    {
        final Set<String> ids = new HashSet<>();
        final Matcher matcher = ID.matcher(Files.readString(file));
        while (matcher.find())
        {
            ids.add(matcher.group(1));
        }
        return ids;
    }
}
