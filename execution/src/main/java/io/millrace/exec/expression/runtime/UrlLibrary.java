package io.millrace.exec.expression.runtime;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Functions of addresses of the web. */
public final class UrlLibrary {
  private UrlLibrary() {}

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  public static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not encoded as a part of a URL: " + Site.quote(text), e);
    }
  }

  /** NULL for what is not encoded. */
  public static @Nullable String tryDecode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO, in capitals; else NULL. */
  public static @Nullable String part(String url, String part) {
    try {
      return part(new URI(url), part);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + Site.quote(url), e);
    }
  }

  /** As {@link #part}, and NULL for what is no URL. */
  public static @Nullable String tryPart(String url, String part) {
    try {
      return part(new URI(url), part);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static @Nullable String part(URI uri, String part) {
    return switch (part) {
      case "HOST" -> uri.getHost();
      case "PATH" -> uri.getRawPath();
      case "QUERY" -> uri.getRawQuery();
      case "REF" -> uri.getRawFragment();
      case "PROTOCOL" -> uri.getScheme();
      case "AUTHORITY" -> uri.getRawAuthority();
      case "USERINFO" -> uri.getRawUserInfo();
      case "FILE" ->
          uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
      default -> null;
    };
  }

  /** The value of a key in the query of a URL. */
  public static @Nullable String value(String url, String part, String key) {
    return part.equals("QUERY") ? value(part(url, part), key) : null;
  }

  /** As {@link #value(String, String, String)}, and NULL for what is no URL. */
  public static @Nullable String tryValue(String url, String part, String key) {
    return part.equals("QUERY") ? value(tryPart(url, part), key) : null;
  }

  private static @Nullable String value(@Nullable String query, String key) {
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&")) {
      if (pair.startsWith(key + "=")) {
        return pair.substring(key.length() + 1);
      }
    }
    return null;
  }
}
