"""The JSON contract `riwaya.report/1`: what a report looks like outside, and the way back."""

from riwaya.contract.line import json_line
from riwaya.contract.report import parse, render, report_from_json, report_to_json

__all__ = ["json_line", "parse", "render", "report_from_json", "report_to_json"]
