"""Every sentence and every word the writers print, in Japanese and English.

A writer decides where something stands; what it says is decided here. Japanese follows です・ます, does not accuse, and
ends with what to do next. Functions return plain text: each writer escapes it for its own format.
"""

from offsetcheck.report.wording.citations import *
from offsetcheck.report.wording.crosschecks import *
from offsetcheck.report.wording.figures import *
from offsetcheck.report.wording.labels import *
from offsetcheck.report.wording.needs import *
from offsetcheck.report.wording.phrasing import *
from offsetcheck.report.wording.plans import *
from offsetcheck.report.wording.requests import *
from offsetcheck.report.wording.totals import *
from offsetcheck.report.wording.values import *
from offsetcheck.report.wording.verdicts import *
from offsetcheck.report.wording.words import *
