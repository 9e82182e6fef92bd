import { describe, expect, it } from "vitest";
import { pathOfUri, uriOfPath } from "../../src/server/uris";

describe("pathOfUri", () => {
  it.each([
    ["file:///p/my%20net.py", "/p/my net.py"],
    ["file:///c%3A/p/net.py", "c:/p/net.py"],
    ["file:///C:/p/net.py", "c:/p/net.py"],
    ["file:///C%3A/p/%23n%C3%A9.py", "c:/p/#né.py"],
    ["file:///p/b%5Cc.py", "/p/b\\c.py"],
  ])("reads %s as %s", (uri, path) => expect(pathOfUri(uri)).toBe(path));

  it.each([
    "untitled:Untitled-1",
    "git:/p/net.py",
    "file://server/share/net.py",
    "file:///p/%00.py",
    "file:///%E0%A4%A.py",
    "net.py",
    "",
  ])("finds no path in %j", (uri) => expect(pathOfUri(uri)).toBeUndefined());
});

describe("uriOfPath", () => {
  it.each([
    ["/p/my net.py", "file:///p/my%20net.py"],
    ["c:/p/my net.py", "file:///c%3A/p/my%20net.py"],
    ["C:\\p\\#né.py", "file:///c%3A/p/%23n%C3%A9.py"],
    ["//server/share/net.py", "file://server/share/net.py"],
  ])("writes %s as %s", (path, uri) => expect(uriOfPath(path)).toBe(uri));
});
