<?php

// Draws a timeline that corio.trace has written, as SVG:
//     php tools/timeline.php FILE > docs/internals/trace.svg

const WIDTH = 960;
const LEFT = 110;
const ROW = 18;
const GAP = 8;
const COLOURS = [
    'coroutine' => '#dfe6ee', '{main}' => '#dfe6ee',
    'resolve' => '#8e6bbf', 'connect' => '#4f7fc4', 'proxy' => '#4f9fb4', 'starttls' => '#b99a2e', 'handshake' => '#3f9a6a',
    'connect()' => '#a9c3e6', 'enableSSL()' => '#a8d8bf', 'send()' => '#e0a15c', 'recv()' => '#f2cf9d', 'sleep()' => '#c9c9c9',
];
const OTHER = '#e3b8c4';

[$tracks, $names, $end] = tracks(json_decode(file_get_contents($argv[1]), true, flags: JSON_THROW_ON_ERROR));
$start = min(array_map(fn ($spans) => min(array_column($spans, 'from')), $tracks));
$scale = (WIDTH - LEFT - 10) / ($end - $start);
$body = '';
$y = GAP;
foreach ($tracks as $track => $spans) {
    $depth = max(array_column($spans, 'depth')) + 1;
    $body .= text(4, $y + 13, $names[$track] ?? "track $track", WIDTH);
    foreach ($spans as $span) {
        $body .= bar($span, $y + $span['depth'] * ROW, $start, $scale);
    }
    $y += $depth * ROW + GAP;
}
$body .= axis($y, $start, $end, $scale);
$height = $y + 24;
echo <<<SVG
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 $height" font-family="sans-serif" font-size="11">
<rect width="960" height="$height" fill="#fff"/>
$body</svg>

SVG;

/** The spans of each track, the tracks' names, and when the last span ends. */
function tracks(array $events): array
{
    $tracks = $names = $open = [];
    $end = 0;
    foreach ($events as $event) {
        $track = $event['tid'] ?? 0;
        switch ($event['ph']) {
            case 'M':
                $names[$track] = $event['name'] === 'thread_name' ? $event['args']['name'] : ($names[$track] ?? '');
                break;
            case 'B':
                $span = ['name' => $event['name'], 'from' => $event['ts'], 'to' => $event['ts'], 'depth' => count($open[$track] ?? [])];
                $tracks[$track][] = $span;
                $open[$track][] = array_key_last($tracks[$track]);
                break;
            case 'E':
                $tracks[$track][array_pop($open[$track])]['to'] = $event['ts'];
                $end = max($end, $event['ts']);
        }
    }
    ksort($tracks);
    return [$tracks, $names, $end];
}

function bar(array $span, int $y, float $start, float $scale): string
{
    $x = LEFT + ($span['from'] - $start) * $scale;
    $width = max(1, ($span['to'] - $span['from']) * $scale);
    $kind = strtok($span['name'], ' ');
    $title = sprintf('%s: %.2f ms', $span['name'], ($span['to'] - $span['from']) / 1000);
    return sprintf('<g><title>%s</title><rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>', htmlspecialchars($title), $x, $y, $width, ROW - 2, COLOURS[$kind] ?? OTHER)
        . text($x + 3, $y + 12, $span['name'], $width - 4) . "</g>\n";
}

/** As much of `$text` as `$width` pixels have room for. */
function text(float $x, float $y, string $text, float $width): string
{
    $fits = (int) ($width / 6);
    $shown = strlen($text) <= $fits ? $text : ($fits > 4 ? substr($text, 0, $fits - 1) . '…' : '');
    return $shown === '' ? '' : sprintf('<text x="%.1f" y="%.1f">%s</text>', $x, $y, htmlspecialchars($shown));
}

function axis(int $y, float $start, float $end, float $scale): string
{
    $steps = [10, 20, 50, 100, 200, 500, 1000];
    $milliseconds = ($end - $start) / 1000;
    $step = current(array_filter($steps, fn ($step) => $milliseconds / $step <= 12)) ?: 1000;
    $axis = '';
    for ($at = 0; $at <= $milliseconds; $at += $step) {
        $x = LEFT + $at * 1000 * $scale;
        $axis .= sprintf("<line x1=\"%.1f\" y1=\"4\" x2=\"%.1f\" y2=\"%d\" stroke=\"#0002\"/>", $x, $x, $y);
        $axis .= text($x, $y + 14, "$at ms", 60) . "\n";
    }
    return $axis;
}
